"""The line from a request to a report: the only package that knows every stage."""
