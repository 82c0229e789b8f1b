"""Looking broadly: the cards of PLOT4ai and the subdomains of the MIT AI Risk Repository, answered one by one."""
