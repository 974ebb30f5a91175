"""A made-up county, made by calling the services with past moments: no state here that an office could not reach."""

from liaison.demo.county import make_county, send_messages

__all__ = ["make_county", "send_messages"]
