"""The closed vocabulary of effects: what each is called, of what it is said, what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from simulacro.engines.access import structural_effects as structure
from simulacro.engines.access.editing import Edit
from simulacro.engines.access.effect_marks import Marks
from simulacro.engines.access.inventory import OPENED, TRAITS_OF, Answer, Kind, Trait

Where = Callable[[Edit, str], list[str]]
Saying = tuple[Trait, Answer, Where]
Change = Callable[[Edit, Marks, bool], None]


@dataclass(frozen=True, slots=True)
class Effect:
    """One word of the vocabulary.

    ``fact`` is what it speaks of: effects of one fact replace each other. ``kinds`` are the kinds
    of subject that it can be said of; ``adverse`` tells the bad answer from the good one; ``does``
    says in one English sentence what changes in the graph. ``change`` is called after whatever
    the fact had added was taken away; its flag is False for "don't know".
    """

    name: str
    fact: str
    kinds: frozenset[Kind]
    adverse: bool
    does: str
    change: Change


# Facts that add ways or things, and the traits that each fact gives: what is taken away again.
STRUCTURAL: Final[set[str]] = set()
TRAITS_OF_FACT: Final[dict[str, tuple[tuple[Trait, Where], ...]]] = {}


def _itself(edit: Edit, subject: str) -> list[str]:
    return [subject]


def _kinds_with(trait: Trait) -> frozenset[Kind]:
    return frozenset(kind for kind, traits in TRAITS_OF.items() if trait in traits)


def _says(*sayings: Saying) -> Change:
    def change(edit: Edit, marks: Marks, sure: bool) -> None:
        for trait, answer, where in sayings:
            for asset_id in where(edit, marks.subject):
                if trait in TRAITS_OF.get(edit[asset_id].kind, ()):
                    edit.say(asset_id, trait, answer if sure else Answer.UNKNOWN)

    return change


def _trait_pair(
    bad: str,
    good: str,
    trait: Trait,
    worse: Answer,
    does: tuple[str, str],
    *,
    where: Where = _itself,
    kinds: frozenset[Kind] | None = None,
) -> Iterator[Effect]:
    better = Answer.NO if worse is Answer.YES else Answer.YES
    kinds = _kinds_with(trait) if kinds is None else kinds
    TRAITS_OF_FACT[good] = ((trait, where),)
    yield Effect(bad, good, kinds, True, does[0], _says((trait, worse, where)))
    yield Effect(good, good, kinds, False, does[1], _says((trait, better, where)))


def _pair(
    bad: str,
    good: str,
    kinds: frozenset[Kind],
    does: tuple[str, str],
    adds: Change,
    good_adds: Change = structure.nothing,
    *,
    bad_says: tuple[Saying, ...] = (),
    good_says: tuple[Saying, ...] = (),
) -> Iterator[Effect]:
    STRUCTURAL.add(good)
    TRAITS_OF_FACT[good] = tuple((trait, where) for trait, _, where in (*bad_says, *good_says))

    def bad_change(edit: Edit, marks: Marks, sure: bool) -> None:
        adds(edit, marks, sure)
        _says(*bad_says)(edit, marks, sure)

    def good_change(edit: Edit, marks: Marks, sure: bool) -> None:
        good_adds(edit, marks, sure)
        _says(*good_says)(edit, marks, sure)

    yield Effect(bad, good, kinds, True, does[0], bad_change)
    yield Effect(good, good, kinds, False, does[1], good_change)


_YES, _NO = Answer.YES, Answer.NO
_SIM = frozenset({Kind.SIM})
_PASSWORD = OPENED | {Kind.CREDENTIAL}


def _vocabulary() -> Iterator[Effect]:
    yield from _pair(
        "no_second_factor",
        "second_factor",
        OPENED,
        (
            "Signing in needs no code: an attacker gets in by the same ways without what gives it.",
            "Signing in needs a code: each person's login gets one where it had none.",
        ),
        structure.no_second_factor,
        structure.second_factor,
        bad_says=((Trait.SECOND_FACTOR, _NO, _itself),),
        good_says=((Trait.SECOND_FACTOR, _YES, _itself),),
    )
    yield from _pair(
        "sms_only",
        "codes_not_by_sms",
        OPENED,
        (
            "Password and line together are enough for an attacker.",
            "An app gives the codes: for an attacker the line is not enough.",
        ),
        structure.sms_only,
        structure.codes_not_by_sms,
    )
    yield from _pair(
        "shared_password",
        "own_logins",
        OPENED,
        (
            "Somebody else knows the password too: fooling them is enough to have it.",
            "Nobody else knows it: that somebody is taken out.",
        ),
        structure.shared_password,
    )
    yield from _pair(
        "former_member_inside",
        "leavers_out",
        OPENED,
        (
            "Somebody who left still gets in, and can be taken with what they open.",
            "Nobody who left gets in: that somebody is taken out.",
        ),
        structure.former_member_inside,
    )
    yield from _pair(
        "tool_can_post",
        "no_tool_posts",
        OPENED,
        (
            "A tool nobody listed holds a permission to publish: whoever takes it publishes.",
            "No tool publishes: no attacker comes in by one.",
        ),
        structure.tool_can_post,
        structure.no_tool_posts,
    )
    yield from _pair(
        "session_left_open",
        "sessions_closed",
        OPENED,
        (
            "A session nobody looks after is open: whoever takes it is in.",
            "No session is left open: no attacker comes in by one.",
        ),
        structure.session_left_open,
        structure.sessions_closed,
    )
    yield from _pair(
        "recovery_by_phone_alone",
        "phone_recovery_guarded",
        OPENED,
        (
            "A reset asks for the line and nothing else.",
            "A reset asks for more than the line: no attacker comes in by it alone.",
        ),
        structure.recovery_by_phone_alone,
        structure.phone_recovery_guarded,
    )
    yield from _pair(
        "recovery_by_mailbox_alone",
        "mailbox_recovery_guarded",
        OPENED,
        (
            "A reset asks for the mailbox and nothing else.",
            "A reset asks for more than the mailbox: no attacker comes in by it alone.",
        ),
        structure.recovery_by_mailbox_alone,
        structure.mailbox_recovery_guarded,
    )
    yield from _pair(
        "codes_in_vault_with_password",
        "codes_apart",
        OPENED,
        (
            "The vault holds the password and the codes: whoever opens it needs nothing else.",
            "The codes are elsewhere: that way is taken out.",
        ),
        structure.codes_in_vault_with_password,
    )
    yield from _pair(
        "one_admin",
        "second_admin",
        OPENED,
        (
            "Only the first of the people listed administers; the others may publish.",
            "The others administer too, as listed.",
        ),
        structure.one_admin,
    )
    yield from _pair(
        "agency_only_admin",
        "own_admin",
        OPENED,
        (
            "The team administers only with an agency's help, and whoever takes the agency is in.",
            "The team administers by itself: the agency is taken out.",
        ),
        structure.agency_only_admin,
    )
    yield from _pair(
        "slow_to_publish",
        "quick_to_publish",
        OPENED,
        (
            "Nobody manages within a quarter of an hour: the team's ways take an hour.",
            "They manage in time, by the ways listed.",
        ),
        structure.slow_to_publish,
    )
    yield from _pair(
        "silent_at_night",
        "answers_at_night",
        frozenset({Kind.PERSON}),
        (
            "From 22:00 to 08:00 they hear the phone one night in two.",
            "They answer at night as their hours say.",
        ),
        structure.silent_at_night,
    )
    yield from _pair(
        "line_expires",
        "line_stays",
        _SIM,
        (
            "The line works only while it has credit, which runs out twice a year for a day.",
            "The line does not hang on credit: that need is taken out.",
        ),
        structure.line_expires,
    )
    yield from _pair(
        "same_network",
        "separate_networks",
        _SIM,
        (
            "The line's carrier and the first of the others ride on one network: when that one is "
            "down, both are.",
            "They ride on separate networks: that need is taken out.",
        ),
        structure.same_network,
    )
    yield from _pair(
        "queue_without_stop",
        "queue_stops",
        frozenset({Kind.ACCOUNT, Kind.TOOL}),
        (
            "It publishes by itself and nothing stops it.",
            "What is scheduled can be stopped at once.",
        ),
        structure.nothing,
        bad_says=((Trait.QUEUE, _YES, _itself), (Trait.KILL_SWITCH, _NO, _itself)),
        good_says=((Trait.KILL_SWITCH, _YES, _itself),),
    )
    yield from _trait_pair(
        "no_backup_codes",
        "backup_codes",
        Trait.ABSENT,
        _YES,
        (
            "The backup codes listed among its ways in are not there.",
            "The backup codes listed among its ways in are where they should be.",
        ),
        where=structure.backup_codes_of,
        kinds=OPENED,
    )
    yield from _trait_pair(
        "no_second_eyes",
        "second_eyes",
        Trait.SECOND_EYES,
        _NO,
        ("Nobody else looks before it is published.", "Somebody else looks first."),
    )
    yield from _trait_pair(
        "not_owned",
        "owned",
        Trait.OWNED,
        _NO,
        ("A platform can close it.", "No platform can close it."),
    )
    for bad, good, trait, does in (
        (
            "weak_password",
            "strong_password",
            Trait.WEAK,
            ("Its passwords are short or easy to guess.", "Its passwords are long and its own."),
        ),
        (
            "reused_password",
            "password_not_reused",
            Trait.REUSED,
            ("Its passwords are used elsewhere too.", "Its passwords are used nowhere else."),
        ),
        (
            "breached_password",
            "password_not_breached",
            Trait.BREACHED,
            ("Its passwords were in a leak.", "Its passwords were in no known leak."),
        ),
    ):
        yield from _trait_pair(
            bad, good, trait, _YES, does, where=structure.passwords_of, kinds=_PASSWORD
        )
    for bad, good, trait, worse, does in (
        ("person_left", "person_stays", Trait.LEFT, _YES, ("They left.", "They are still here.")),
        (
            "person_outside",
            "person_inside",
            Trait.OUTSIDE,
            _YES,
            ("They are of an agency or a contractor.", "They are of the house."),
        ),
        (
            "person_phished",
            "person_not_phished",
            Trait.PHISHED,
            _YES,
            ("They fell for a false message.", "They never fell for a false message."),
        ),
        (
            "person_untrained",
            "person_trained",
            Trait.TRAINED,
            _NO,
            ("They have not practised lately.", "They have practised lately."),
        ),
        (
            "mixed_accounts",
            "separate_accounts",
            Trait.MIXED,
            _YES,
            ("Personal and brand accounts side by side.", "The brand's accounts on their own."),
        ),
        (
            "policy_bound",
            "policy_free",
            Trait.POLICY_BOUND,
            _YES,
            ("It hangs on a platform's plan, domain or rule.", "It hangs on no platform's rule."),
        ),
        (
            "no_hardware_key",
            "hardware_key",
            Trait.HARDWARE,
            _NO,
            ("The codes can be read out to somebody.", "It is a key, which no page can fool."),
        ),
        (
            "not_there",
            "there",
            Trait.ABSENT,
            _YES,
            ("It is not there, or did not work.", "It is there, and works."),
        ),
    ):
        yield from _trait_pair(bad, good, trait, worse, does)
    yield from _trait_pair(
        "no_screen_lock",
        "screen_lock",
        Trait.LOCKED,
        _NO,
        ("Whoever picks it up is in.", "Its screen locks."),
        kinds=frozenset({Kind.DEVICE}),
    )
    yield from _trait_pair(
        "line_unlocked",
        "line_locked",
        Trait.LOCKED,
        _NO,
        ("The line moves without a PIN.", "The carrier asks for a PIN before it moves."),
        kinds=_SIM,
    )


EFFECTS: Final[dict[str, Effect]] = {effect.name: effect for effect in _vocabulary()}
