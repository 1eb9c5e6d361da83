"""What a role is said to do on the pages is what the policies let it do."""

import pytest
from django.utils.translation import override
from tests.conftest import member

from simulacro.apps.audit.policies import POLICY as AUDIT
from simulacro.apps.availability.policies import POLICY as AVAILABILITY
from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.policies import POLICY as DRILLS
from simulacro.apps.exercises.policies import POLICY as EXERCISES
from simulacro.apps.foresight.policies import POLICY as FORESIGHT
from simulacro.apps.people.forms import ROLE_HELP
from simulacro.apps.people.models import Role
from simulacro.apps.people.policies import POLICY as PEOPLE
from simulacro.kit.policies import Policy

# The words of a role's sentence, and the rule that makes them true or false.
CLAIMS: list[tuple[Role, str, Policy, str, bool]] = [
    (Role.OBSERVER, "Takes part in drills", EXERCISES, "take_part", True),
    (Role.OBSERVER, "sees neither the inventory", AUDIT, "see_inventory", False),
    (Role.OBSERVER, "nor its weak points", FORESIGHT, "see_weak_points", False),
    (Role.RESPONDER, "Sees the inventory", AUDIT, "see_inventory", True),
    (Role.RESPONDER, "answers its questions", AUDIT, "answer_checks", True),
    (Role.RESPONDER, "opens drills", EXERCISES, "open", True),
    (Role.RESPONDER, "keeps who is at hand", AVAILABILITY, "change_rota", True),
    (Role.RESPONDER, "changes nothing in the inventory", AUDIT, "edit_inventory", False),
    (Role.LEAD, "Changes the inventory", AUDIT, "edit_inventory", True),
    (Role.LEAD, "plans drills", DRILLS, "plan", True),
    (Role.LEAD, "lets people in", PEOPLE, "manage_members", True),
    (Role.LEAD, "reads the log", PEOPLE, "see_log", True),
    (Role.OWNER, "naming and removing owners", PEOPLE, "manage_owners", True),
    (Role.OWNER, "moving the brand between agencies", PEOPLE, "choose_agency", True),
]


@pytest.mark.parametrize(("role", "words", "policy", "action", "may"), CLAIMS)
def test_what_a_role_is_said_to_do_is_what_it_may(
    brand: Brand, role: Role, words: str, policy: Policy, action: str, may: bool
) -> None:
    with override("en"):
        assert words in str(ROLE_HELP[role])
    assert policy.allows(member(brand, "Eva", role), action, brand) is may


@pytest.mark.parametrize("role", list(Role))
def test_every_claim_of_a_sentence_is_held_against_a_policy(role: Role) -> None:
    with override("en"):
        left = str(ROLE_HELP[role])
    for words in (claim[1] for claim in CLAIMS if claim[0] is role):
        left = left.replace(words, "")
    said = left.replace("Everything, also", "").replace("and reads", "")
    assert said.replace("and ", "").strip(" ,;.") == ""
