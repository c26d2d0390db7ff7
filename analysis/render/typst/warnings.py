"""What there is to warn of in a document: each thing once."""


class Warnings(list[str]):
    """Warnings in the order in which they were noted."""

    def __init__(self) -> None:
        super().__init__()
        self._noted: set[str] = set()

    def note(self, message: str) -> None:
        """Add a warning unless it is there; there may be thousands."""
        if message not in self._noted:
            self._noted.add(message)
            self.append(message)
