"""The threat models of the CycloneDX 2.0 draft: blueprints, threats, risks and controls. Only these modules know it."""
