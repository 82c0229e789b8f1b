spec_version = "0.7.0"

threatmodel "Common ground" {
  author      = "platform"
  description = "What all services share"
  link        = "https://docs.example.com"

  attributes {
    new_initiative  = false
    internet_facing = false
    initiative_size = "Small"
  }

  additional_attribute "not inherited" {
    value = "x"
  }

  information_asset "keys" {
    information_classification = "Restricted"
  }

  information_asset "logs" {
    information_classification = "Public"
  }

  threat "Stolen keys" {
    description            = "A key leaves the house"
    information_asset_refs = ["keys"]
  }

  threat "Lost logs" {
    description = "The base says this"
  }

  data_flow_diagram_v2 "common" {
    process "Vault" {}
  }
}
