"""Every collected model: read, or refused with a reason that a person agrees with; counted as others count it."""
