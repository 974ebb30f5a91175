from studios.models.matters import Matter
from studios.models.standard import EvidenceEvent, EvidenceFile, StandardItem, StudioEvidence
from studios.models.studios import Residency, Studio, StudioEvent, StudioHonour
from studios.models.visits import Purpose, VisitEvent, VisitLog

__all__ = [
    "EvidenceEvent",
    "EvidenceFile",
    "Matter",
    "Purpose",
    "Residency",
    "StandardItem",
    "Studio",
    "StudioEvent",
    "StudioEvidence",
    "StudioHonour",
    "VisitEvent",
    "VisitLog",
]
