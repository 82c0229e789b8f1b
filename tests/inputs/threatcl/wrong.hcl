spec_version = "0.7.0"

variable "looked_up" {
  value = var.other
}

threatmodel "Wrong" {
  bogus = 1
  description = var.nobody

  attributes {
    internet_facing = upper("true")
  }

  information_asset "secrets" {
    information_classification = "Top Secret"
  }

  information_asset "secrets" {
    information_classification = "Public"
  }

  information_asset {
    description = ["a"]
  }

  third_party_dependency "CDN" {
    description       = var.looked_up
    saas              = "maybe"
    uptime_dependency = "some"
  }

  threat "Theft" {
    description            = "${import.control.nothing.description}!"
    impacts                = ["Confidentiality", "Money"]
    stride                 = ["Spoofing", "Nonsense"]
    information_asset_refs = ["secret"]
    control_imports        = ["control.mfa", "import.control.mfa"]

    risk {
      likelihood = "often"
    }

    control "Lock" {
      implemented = yes
    }
  }

  threat "Theft" {}

  data_flow_diagram_v2 "d" {
    process "Secrets" {}

    trust_zone "inside" {
      process "App" {
        trust_zone = "outside"
      }
      data_store "App" {
        information_asset = "secret"
      }
    }

    flow "f" {
      from = "Ap"
    }
  }
}
