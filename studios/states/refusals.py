"""Why a step is refused."""


class NotAllowed(Exception):
    """The action does not fit the state the record is in; the message is Chinese."""
