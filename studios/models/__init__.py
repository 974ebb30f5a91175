from studios.models.matters import Matter
from studios.models.studios import Residency, Studio
from studios.models.visits import Purpose, VisitEvent, VisitLog

__all__ = ["Matter", "Purpose", "Residency", "Studio", "VisitEvent", "VisitLog"]
