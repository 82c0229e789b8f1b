"""Methods of threat modelling: what each makes of a model."""
