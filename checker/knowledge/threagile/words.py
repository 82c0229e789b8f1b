"""Threagile's words: what kinds of technology there are, which protocols are alike, and how types of ours map to them.

Source: the enumerations of Threagile 0.9 (github.com/Threagile/threagile, MIT licence), as facts.
"""

from __future__ import annotations

CONFIDENTIALITY = ("public", "internal", "restricted", "confidential", "strictly-confidential")
CRITICALITY = ("archive", "operational", "important", "critical", "mission-critical")

TECHNOLOGIES = (
    "unknown-technology client-system browser desktop mobile-app devops-client web-server web-application"
    " application-server database file-server local-file-system erp cms web-service-rest web-service-soap ejb"
    " search-index search-engine service-registry reverse-proxy load-balancer build-pipeline sourcecode-repository"
    " artifact-registry code-inspection-platform monitoring ldap-server container-platform batch-processing"
    " event-listener identity-provider identity-store-ldap identity-store-database tool cli task function gateway"
    " iot-device message-queue stream-processing service-mesh data-lake big-data-platform report-engine ai"
    " mail-server vault hsm waf ids ips scheduler mainframe block-storage library"
).split()  # fmt: skip
"""Every technology of 0.9, in its order."""

_CLIENTS = frozenset("client-system browser desktop mobile-app devops-client iot-device".split())
_DEVELOPMENT = frozenset(
    "build-pipeline sourcecode-repository artifact-registry code-inspection-platform devops-client".split()
)
_WATCHING = frozenset("monitoring ids ips".split())
_WEB_APPLICATIONS = frozenset(
    "web-server web-application application-server erp cms identity-provider report-engine".split()
)
_WEB_SERVICES = frozenset("web-service-rest web-service-soap".split())

CLASSES: dict[str, frozenset[str]] = {
    "web-application": _WEB_APPLICATIONS,
    "web-service": _WEB_SERVICES,
    "client": _CLIENTS,
    "development": _DEVELOPMENT,
    "forwarder": frozenset("load-balancer reverse-proxy waf".split()),
    "watching": _WATCHING,
    "tolerated-neighbour": _WATCHING | {"load-balancer", "reverse-proxy"},
    "identity": frozenset("identity-provider identity-store-ldap identity-store-database".split()),
    "propagates-identity": (_CLIENTS | _WEB_APPLICATIONS | _WEB_SERVICES)
    | frozenset(
        "ejb search-engine reverse-proxy load-balancer tool cli task function gateway message-queue service-mesh"
        " waf library".split()
    ),
    "serves-users": _WEB_SERVICES
    | frozenset("web-server web-application application-server erp ejb report-engine".split()),
    "stores-user-data": frozenset(
        "database erp file-server local-file-system block-storage mail-server stream-processing message-queue".split()
    ),
    "less-protected": _CLIENTS
    | _DEVELOPMENT
    | _WEB_SERVICES
    | frozenset(
        "web-server web-application application-server cms ejb monitoring ai mail-server scheduler mainframe".split()
    ),
    "frontend": _CLIENTS | frozenset("cms reverse-proxy waf load-balancer gateway".split()),
    "backend": _WEB_SERVICES
    | frozenset(
        "database identity-provider identity-store-ldap identity-store-database erp ejb search-index search-engine"
        " container-platform batch-processing event-listener data-lake big-data-platform message-queue"
        " stream-processing service-mesh vault hsm scheduler mainframe file-server block-storage".split()
    ),
}
"""Class of technologies -> its technologies, as the tool's rules group them."""

WEB_PROTOCOLS = frozenset(
    "http https ws wss reverse-proxy-web-protocol reverse-proxy-web-protocol-encrypted"
    " rest graphql soap webhook".split()
)
"""Those of Threagile, and those that our vocabulary has besides; like all protocols here in the words of ours."""

LOCAL_PROTOCOLS = frozenset("in-process local-file-access container-spawning".split())
ENCRYPTED_PROTOCOLS = frozenset(
    "https wss jdbc-encrypted odbc-encrypted nosql-access-protocol-encrypted sql-access-protocol-encrypted"
    " binary-encrypted text-encrypted ssh ssh-tunnel ftps sftp scp ldaps reverse-proxy-web-protocol-encrypted"
    " iiop-encrypted jrmp-encrypted smb-encrypted smtps pop3s imaps".split()
)
DATABASE_PROTOCOLS = frozenset(
    "jdbc jdbc-encrypted odbc odbc-encrypted sql-access-protocol sql-access-protocol-encrypted"
    " nosql-access-protocol nosql-access-protocol-encrypted"
    " sql postgresql mysql mssql oracle nosql mongodb cassandra".split()
)
"""The four of Threagile, plain and encrypted, and the databases that our vocabulary names besides."""

FTP_PROTOCOLS = frozenset("ftp ftps sftp".split())
SECOND_FACTOR = frozenset("mfa webauthn".split())

PROVIDERS = ("aws", "azure", "gcp", "ocp")
"""Tags that name the provider of a cloud, alone or before a colon."""
AWS_SERVICES = tuple(f"aws:{name}" for name in "vpc ec2 s3 ebs apigateway lambda dynamodb rds sqs iam".split())
CLOUD_TAGS = frozenset((*PROVIDERS, *AWS_SERVICES))
"""Every tag that Threagile takes for a cloud. Of others, such as ``azure:vm``, it does not know that they mean one."""
CLOUD_BOUNDARIES = frozenset("network-cloud-provider network-cloud-security-group".split())
CLOUD_KINDS = frozenset("cloud-account cloud-network security-group".split())
EXECUTION_BOUNDARIES = frozenset(["execution-environment"])
EXECUTION_KINDS = frozenset("host container process sandbox device".split())
"""Kinds of boundary of ours that are no network: what runs inside shares a machine or a process."""

TYPES = {
    "external-entity": "client-system",
    "person": "client-system",
    "external-service": "web-service-rest",
    "service": "web-service-rest",
    "web-app": "web-application",
    "mobile-app": "mobile-app",
    "desktop-app": "desktop",
    "cli-tool": "cli",
    "function": "function",
    "worker": "batch-processing",
    "scheduler": "scheduler",
    "library": "library",
    "ml-library": "library",
    "container-platform": "container-platform",
    "database": "database",
    "ledger": "database",
    "vector-store": "database",
    "feature-store": "database",
    "object-store": "block-storage",
    "backup-store": "block-storage",
    "file-store": "file-server",
    "queue": "message-queue",
    "search-index": "search-index",
    "identity-provider": "identity-provider",
    "directory": "identity-store-ldap",
    "secrets-vault": "vault",
    "gateway": "gateway",
    "load-balancer": "load-balancer",
    "service-mesh": "service-mesh",
    "cdn": "reverse-proxy",
    "mail-server": "mail-server",
    "monitoring": "monitoring",
    "reporting": "report-engine",
    "business-application": "erp",
    "ci-pipeline": "build-pipeline",
    "source-repository": "sourcecode-repository",
    "artifact-registry": "artifact-registry",
    "code-scanner": "code-inspection-platform",
    "device": "iot-device",
    "sensor": "iot-device",
    "model": "ai",
    "inference-endpoint": "ai",
    "agent": "ai",
    "ai-service": "ai",
    "tool": "tool",
}
"""Component type of ours -> the technology that stands for it; types that say too little have none."""

RATINGS = {
    "public": "public",
    "internal": "internal",
    "confidential": "confidential",
    "restricted": "strictly-confidential",
}
"""Our four classifications on Threagile's five confidentiality ratings."""

QUANTITIES = {"very-few": 1, "few": 2, "many": 3, "very-many": 5}
"""How much of a data asset there is -> the factor that the attractiveness takes it with."""
