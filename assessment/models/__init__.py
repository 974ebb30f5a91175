from assessment.models.rulebooks import Grade, Item, Prerequisite, Rulebook

__all__ = ["Grade", "Item", "Prerequisite", "Rulebook"]
