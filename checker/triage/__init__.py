"""What becomes of a finding: reviews, waivers, baseline."""
