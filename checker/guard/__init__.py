"""The gate watches itself: what a change does to the files that judge changes. Two versions of them -> findings."""
