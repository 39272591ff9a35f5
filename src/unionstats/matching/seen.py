"""One figure's text, cut down, and its features as bits: what the label shapes ask for."""

from dataclasses import dataclass

from unionstats.grammar.shapes import bits

CHANGE, GROWTH, HEAD, RESPECTIVELY = bits("change"), bits("growth"), bits("head"), bits("respectively")
LEFT, RIGHT, DEPENDENT, LIST = bits("left"), bits("right"), bits("dependent"), bits("list")
VERB_ONLY, PER_HEAD, PREVIOUS, ACTIVITY = bits("verb_only"), bits("per_head"), bits("previous"), bits("activity")
CARRIES, OF_THESE, HEADLESS = bits("carries"), bits("of_these"), bits("headless")
MEASURE, RATE, SHARE_OF, PREDICATE = bits("measure"), bits("rate"), bits("share_of"), bits("predicate")
ADJACENT, PEOPLE, AFTER_EVENT, SAME_UNIT = bits("adjacent"), bits("people"), bits("after_event"), bits("same_unit")
KINDS = {kind: bits(kind) for kind in ("count", "amount", "percentage")}
PERCENTAGE = KINDS["percentage"]


@dataclass(slots=True)
class Look:
    """One figure's text, cut down, with its features.

    Attributes:
        core: what stands left, without fillers; right: what stands right; label: both together, `verb` at its front.
        head: what stands before a change or growth word; growth: that word with its basis of comparison.
    """

    core: str
    right: str
    head: str
    growth: str
    bits: int
    label: str = ""
    verb: str = ""
