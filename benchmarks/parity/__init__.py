"""The rules of Threagile beside Threagile: the same models, risk by risk."""
