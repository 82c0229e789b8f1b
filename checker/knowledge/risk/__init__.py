"""How big a risk is: DREAD in its variants, CVSS, and the matrix of likelihood and impact, as published."""
