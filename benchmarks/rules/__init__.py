"""What asking rules costs: six of them beside plain Python and beside Google's CEL, and every pack as models grow."""
