from studios.models.studios import Residency, Studio
from studios.models.visits import Matter, Purpose, VisitEvent, VisitLog

__all__ = ["Matter", "Purpose", "Residency", "Studio", "VisitEvent", "VisitLog"]
