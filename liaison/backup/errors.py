class Refused(Exception):
    """Nothing was changed; the message is Chinese and says why and what to do."""
