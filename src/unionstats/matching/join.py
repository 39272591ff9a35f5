"""Put two names into one label, what both say said once."""


def common_end(one: str, other: str) -> int:
    """How many characters two texts have in common at their ends."""
    shared = 0
    while shared < min(len(one), len(other)) and one[-1 - shared] == other[-1 - shared]:
        shared += 1
    return shared


def joined(front: str, back: str) -> str:
    """`front` and `back` in one label, an overlap of two to six characters said once."""
    if not front or not back:
        return front + back
    if front.endswith(back) or (len(back) == 1 and back in front[-2:]) or (len(back) >= 5 and back in front):
        return front
    # The overlap is at most six characters: the longest begins where the first two of `back` first stand in that end.
    end = front[-min(6, len(back)) :]
    at = end.find(back[:2]) if len(back) > 1 else -1
    while at >= 0:
        if back.startswith(end[at:]):
            return front + back[len(end) - at :]
        at = end.find(back[:2], at + 1)
    return front + back
