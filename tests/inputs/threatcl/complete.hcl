spec_version = "0.7.0"

backend "threatcl-cloud" {
  organization = "parcels"
}

variable "team" {
  value = "team-tracking"
}

threatmodel "Parcel tracking" {
  id          = "parcels.tracking"
  author      = var.team
  description = <<-EOT
    Shows people where their parcel is.

      Run by ${var.team}.
  EOT
  link        = "https://docs.example.com/tracking"
  repository  = ["https://git.example.com/tracking", "https://git.example.com/labels"]
  created_at  = 1790000000

  attributes {
    new_initiative  = "false"
    internet_facing = true
    initiative_size = "Medium"
  }

  additional_attribute "network_segment" {
    value = "dmz"
  }

  information_asset "addresses" {
    description                = "Who gets a parcel, and where"
    information_classification = "Restricted"
    source                     = "label service"
    ref                        = "IA-7"
  }

  information_asset "Opening hours" {
    information_classification = "Public"
  }

  usecase {
    description = "A person looks up a parcel"
  }

  exclusion {
    description = "The depots are looked at elsewhere"
  }

  third_party_dependency "Map tiles" {
    description       = "The map that a parcel is shown on"
    saas              = "true"
    paying_customer   = true
    open_source       = false
    uptime_dependency = "degraded"
    uptime_notes      = "Without it there is a list"
  }

  third_party_dependency "libbarcode" {
    description       = "Reads labels"
    open_source       = true
    infrastructure    = false
    uptime_dependency = "hard"
  }

  threat "Guessed numbers" {
    description            = "Somebody tries numbers and learns addresses"
    impacts                = ["Confidentiality"]
    stride                 = ["Info Disclosure", "spoofing"]
    information_asset_refs = ["addresses", information_asset.opening_hours]
    ref                    = "T-1"

    risk {
      likelihood = "Very High"
      impact     = "high"
      severity   = "critical"
      rationale  = "Numbers are counted up"
    }

    control "Postcode" {
      description          = "The postcode is asked for"
      implemented          = true
      implementation_notes = "Since spring"
      risk_reduction       = 60

      attribute "OWASP" {
        value = "C6"
      }
    }

    expanded_control "Slow answers" {
      description = "Ten numbers a minute"
      implemented = "true"
    }
  }

  threat "Flood" {
    description = "Too many requests"
    control     = "A limit at the door"

    proposed_control {
      description = "A second region"
    }
  }

  data_flow_diagram_v2 "web" {
    external_element "Person" {
      trust_zone = "Internet"
    }

    process "Web app" {
      trust_zone = trust_zone.our_cloud
    }

    trust_zone "Our cloud" {
      data_store "Parcels" {
        information_asset = "addresses"
        trust_zone        = "our-cloud"
      }
    }

    flow "look up" {
      from     = external_element.person
      to       = "web-app"
      protocol = "HTTPS"
    }

    flow "query" {
      from = "Web app"
      to   = "Parcels"
    }
  }

  data_flow_diagram {
    process "Printer" {}
    external_element "Person" {}

    flow "label" {
      from = "Person"
      to   = "Printer"
    }
  }

  mermaid "states" {
    content = "stateDiagram-v2"
  }
}
