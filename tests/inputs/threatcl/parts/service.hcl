spec_version = "0.7.0"

threatmodel "Billing" {
  author    = "billing"
  including = "./base.hcl"
  imports   = ["controls.hcl"]

  information_asset "logs" {
    information_classification = "Confidential"
  }

  threat "Lost logs" {
    description     = "Billing says that"
    control_imports = ["import.control.rotation", "import.expanded_control.four_eyes"]
  }

  threat "Wrong sums" {
    description = "Somebody changes a bill"

    control "Rotation" {
      description          = import.control.rotation.description
      implemented          = import.control.rotation.implemented
      implementation_notes = "As in ${import.control.rotation.attribute.standard}: ${import.control.rotation.implementation_notes}"
    }
  }
}
