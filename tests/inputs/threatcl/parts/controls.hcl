spec_version = "0.7.0"

variable "days" {
  value = "90"
}

component "control" "rotation" {
  description          = "Keys live ${var.days} days"
  implemented          = true
  implementation_notes = "By a job"
  risk_reduction       = 30

  attribute "standard" {
    value = "house rule 4"
  }
}

component "expanded_control" "four_eyes" {
  description = "Two people approve"
}
