"""A brainstorm: its phases, what each may do in them, and what comes of it."""

import uuid

import pytest
from django.db import connection
from tests.apps.whatifs.brainstorms import NOW, later, storm

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility
from simulacro.apps.foresight.services import note_possibility, possibility_id
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.apps.whatifs.models import Idea, Participant, Phase
from simulacro.apps.whatifs.refusals import (
    BadText,
    BadVote,
    NothingYet,
    NotNow,
    NotOfThis,
    TooFew,
    TooManyIdeas,
    TooManyPeople,
)
from simulacro.apps.whatifs.room import Room, groups_of, ranked
from simulacro.apps.whatifs.services import brainstorms, ideas, voting
from simulacro.apps.whatifs.services.voting import Ballot
from simulacro.kit.policies import Denied

pytestmark = pytest.mark.django_db


def test_while_all_write_each_sees_their_own_ideas_alone(brand: Brand, ada: User) -> None:
    s = storm(brand, ada)
    s.write(s.eva, "Se va la luz")
    s.write(s.leo, "Roban la cuenta")
    seen = Room(s.row, s.eva, leads=False)
    assert [idea.text for idea in seen.my_ideas] == ["Se va la luz"]
    assert (seen.idea_count, seen.people) == (2, 3)
    assert Room(s.row, s.ada, leads=True).groups == []
    s.go_to(Phase.GROUPING)
    assert len(Room(s.row, s.leo, leads=False).groups) == 2


def test_an_idea_can_be_changed_taken_back_and_put_back_by_whoever_wrote_it(
    brand: Brand, ada: User
) -> None:
    s = storm(brand, ada)
    idea = s.write(s.eva, "Se va la lus")
    ideas.change_idea(s.row, idea.pk, by=s.eva, text="Se va la luz")
    ideas.take_back(s.row, idea.pk, by=s.eva, at=later(5))
    assert Room(s.row, s.eva, leads=False).idea_count == 0
    with pytest.raises(NotOfThis):
        ideas.put_back(s.row, idea.pk, by=s.leo)
    ideas.put_back(s.row, idea.pk, by=s.eva)
    with pytest.raises(NotOfThis):
        ideas.change_idea(s.row, idea.pk, by=s.leo, text="Otra cosa")
    idea.refresh_from_db()
    assert (idea.text, idea.withdrawn_at) == ("Se va la luz", None)


def test_only_whoever_leads_moves_on_and_groups(brand: Brand, ada: User, ben: User) -> None:
    s = storm(brand, ada)
    one, other = s.write(s.eva, "a"), s.write(s.eva, "b")
    with pytest.raises(Denied):
        brainstorms.go_to(s.row, Phase.GROUPING, actor=ben, at=NOW)
    s.go_to(Phase.GROUPING)
    for refused in (
        lambda: ideas.merge(s.row, actor=ben, ideas=[one.pk, other.pk]),
        lambda: ideas.take_out(s.row, actor=ben, ideas=[one.pk], at=NOW),
        lambda: brainstorms.invite(s.row, actor=ben, at=NOW),
        lambda: brainstorms.choose_shown(s.row, actor=ben, among=[], chosen=[]),
    ):
        with pytest.raises(Denied):
            refused()


def test_a_responder_leads_what_they_opened(brand: Brand, ben: User, cy: User) -> None:
    s = storm(brand, ben)
    s.write(s.eva, "a")
    s.go_to(Phase.GROUPING, Phase.VOTING, Phase.ENDED)
    assert s.row.phase == Phase.ENDED
    with pytest.raises(Denied):
        storm(brand, cy)


def test_phases_go_on_and_back_but_never_out_of_the_result(brand: Brand, ada: User) -> None:
    s = storm(brand, ada)
    with pytest.raises(NotNow):
        s.go_to(Phase.VOTING)
    s.go_to(Phase.GROUPING)
    with pytest.raises(NothingYet):
        s.go_to(Phase.VOTING)
    s.go_to(Phase.WRITING)
    s.write(s.eva, "a")
    s.go_to(Phase.GROUPING, Phase.VOTING, Phase.VOTING, Phase.GROUPING, Phase.VOTING, Phase.ENDED)
    for phase in (Phase.VOTING, Phase.WRITING):
        with pytest.raises(NotNow):
            s.go_to(phase)


def test_what_comes_too_late_is_refused(brand: Brand, ada: User) -> None:
    s = storm(brand, ada)
    idea = s.write(s.eva, "a")
    s.go_to(Phase.GROUPING)
    s.write(s.eva, "una más, al agrupar")
    s.go_to(Phase.VOTING)
    with pytest.raises(NotNow):
        s.write(s.eva, "b")
    with pytest.raises(NotNow):
        ideas.take_back(s.row, idea.pk, by=s.eva, at=NOW)
    with pytest.raises(NotNow):
        ideas.merge(s.row, actor=ada, ideas=[idea.pk])
    s.go_to(Phase.ENDED)
    with pytest.raises(NotNow):
        voting.vote(s.row, by=s.eva, ballots={idea.pk: Ballot(1, 1)})
    with pytest.raises(NotNow):
        brainstorms.join(s.row, name="Tarde", at=NOW)


def test_merging_keeps_every_idea_and_can_be_undone(brand: Brand, ada: User) -> None:
    s = storm(brand, ada)
    a, b, c, d = (s.write(s.eva, text, i) for i, text in enumerate("abcd"))
    s.go_to(Phase.GROUPING)
    ideas.merge(s.row, actor=ada, ideas=[c.pk, d.pk])
    before = ideas.merge(s.row, actor=ada, ideas=[c.pk, a.pk])
    assert [(g.head.pk, len(g.others)) for g in groups_of(s.row)] == [(a.pk, 2), (b.pk, 0)]
    with pytest.raises(TooFew):
        ideas.merge(s.row, actor=ada, ideas=[a.pk, c.pk])
    ideas.unmerge(brand.pk, {"brainstorm": str(s.row.pk), "before": before}, ada)
    assert [(g.head.pk, len(g.others)) for g in groups_of(s.row)] == [
        (a.pk, 0),
        (b.pk, 0),
        (c.pk, 1),
    ]
    ideas.separate(s.row, actor=ada, ideas=[d.pk, a.pk])
    assert len(groups_of(s.row)) == 4


def test_when_the_idea_that_stands_for_a_group_goes_the_next_one_stands(
    brand: Brand, ada: User
) -> None:
    s = storm(brand, ada)
    a, b, c = (s.write(s.eva, text, i) for i, text in enumerate("abc"))
    s.go_to(Phase.GROUPING)
    ideas.merge(s.row, actor=ada, ideas=[a.pk, b.pk, c.pk])
    before = ideas.take_out(s.row, actor=ada, ideas=[a.pk], at=NOW)
    (group,) = groups_of(s.row)
    assert (group.head.pk, [o.pk for o in group.others]) == (b.pk, [c.pk])
    ideas.take_in_again(brand.pk, {"brainstorm": str(s.row.pk), "before": before}, ada)
    assert len(groups_of(s.row)) == 2


def test_votes_are_medians_told_at_the_end_and_can_be_changed(brand: Brand, ada: User) -> None:
    s = storm(brand, ada)
    mild, bad, unjudged = (s.write(s.eva, t, i) for i, t in enumerate(["mild", "bad", "?"]))
    s.go_to(Phase.GROUPING, Phase.VOTING)
    for who, ballots in (
        (s.ada, {mild.pk: Ballot(2, 1), bad.pk: Ballot(5, 5)}),
        (s.eva, {mild.pk: Ballot(5, 5), bad.pk: Ballot(4, 3)}),
        (s.eva, {mild.pk: Ballot(2, 2)}),
        (s.leo, {bad.pk: Ballot(None, 5)}),
    ):
        voting.vote(s.row, by=who, ballots=ballots)
    seen = Room(s.row, s.ada, leads=True)
    assert (seen.results, seen.voted, seen.my_votes) == ([], 3, 2)
    assert Idea.objects.filter(likelihood__isnull=False).count() == 0
    s.go_to(Phase.ENDED)
    told = [
        (r.group.head.text, r.rank, r.likelihood, r.damage, r.voters)
        for r in ranked(groups_of(s.row))
    ]
    assert told == [
        ("bad", 1, 4.5, 5.0, 3),
        ("mild", 2, 2.0, 1.5, 2),
        ("?", 0, None, None, 0),
    ]
    assert unjudged.voters == 0


def test_a_vote_outside_the_scale_or_of_another_brainstorm_is_refused(
    brand: Brand, ada: User
) -> None:
    s, other = storm(brand, ada), storm(brand, ada)
    idea, foreign = s.write(s.eva, "a"), other.write(other.eva, "b")
    s.go_to(Phase.GROUPING, Phase.VOTING)
    with pytest.raises(BadVote):
        voting.vote(s.row, by=s.eva, ballots={idea.pk: Ballot(6, 1)})
    with pytest.raises(NotOfThis):
        voting.vote(s.row, by=s.eva, ballots={foreign.pk: Ballot(1, 1)})


def test_what_is_kept_is_a_possibility_with_the_ideas_own_id(brand: Brand, ada: User) -> None:
    s = storm(brand, ada)
    idea, other = s.write(s.eva, "Roban la cuenta " + "x" * 250), s.write(s.eva, "b", 2)
    with pytest.raises(NotNow):
        voting.keep(s.row, actor=ada, chosen={idea.pk: "account"}, at=NOW)
    s.go_to(Phase.GROUPING, Phase.VOTING)
    voting.vote(s.row, by=s.eva, ballots={idea.pk: Ballot(4, 5)})
    s.go_to(Phase.ENDED)
    with pytest.raises(ValueError, match="nonsense"):
        voting.keep(s.row, actor=ada, chosen={idea.pk: "nonsense"}, at=NOW)
    assert not Possibility.objects.exists()
    for _again in range(2):
        new = voting.keep(s.row, actor=ada, chosen={idea.pk: "account", other.pk: ""}, at=NOW)
    assert new == []
    row = Possibility.objects.get(pk=possibility_id(brand, "brainstorm", f"idea:{idea.pk}"))
    assert (row.source, row.family, row.title[:16]) == ("brainstorm", "account", "Roban la cuenta…")
    idea.refresh_from_db()
    assert (idea.possibility, idea.likelihood, idea.damage) == (row, 4.0, 5.0)
    made = [str(row.pk)]
    voting.unkeep(brand.pk, {"brainstorm": str(s.row.pk), "possibilities": made}, ada)
    row.refresh_from_db()
    assert row.set_aside_at is not None
    assert voting.keep(s.row, actor=ada, chosen={idea.pk: "account"}, at=NOW) == [row]


def test_a_room_has_a_size(brand: Brand, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    s = storm(brand, ada)
    for text in ("", "  ", "x" * 301):
        with pytest.raises(BadText):
            s.write(s.eva, text)
    monkeypatch.setattr(ideas, "MOST_OF_ONE", 2)
    monkeypatch.setattr(ideas, "MOST_IDEAS", 3)
    monkeypatch.setattr(brainstorms, "MOST_PEOPLE", 3)
    s.write(s.eva, "a")
    s.write(s.eva, "b")
    with pytest.raises(TooManyIdeas):
        s.write(s.eva, "one too many of one")
    s.write(s.leo, "c")
    with pytest.raises(TooManyIdeas):
        s.write(s.ada, "one too many of all")
    with pytest.raises(TooManyPeople):
        brainstorms.join(s.row, name="Ana", at=NOW)
    # Whoever takes part stays in.
    assert brainstorms.join(s.row, member=ada, at=NOW) == s.ada


def test_a_link_opens_one_room_until_the_next_link_the_end_or_a_day(
    brand: Brand, ada: User
) -> None:
    s = storm(brand, ada)
    first = brainstorms.invite(s.row, actor=ada, at=NOW)
    assert brainstorms.by_join_token(first, later(60)) == s.row
    second = brainstorms.invite(s.row, actor=ada, at=NOW)
    for token, at in ((first, later(60)), (second, later(25 * 3600)), ("x", NOW)):
        with pytest.raises(LinkSpent):
            brainstorms.by_join_token(token, at)
    s.go_to(Phase.ENDED)
    assert brainstorms.by_join_token(second, later(700)) == s.row
    with pytest.raises(LinkSpent):
        brainstorms.by_join_token(second, later(5000))
    with pytest.raises(NotNow):
        brainstorms.invite(s.row, actor=ada, at=NOW)


def test_weak_points_are_shown_by_a_lead_alone(brand: Brand, ada: User, ben: User) -> None:
    s = storm(brand, ben)
    weak = note_possibility(brand, source="finding", key="F1", title="La única llave", at=NOW)
    mild = note_possibility(brand, source="pack", key="p", title="¿Y si llueve?", at=NOW)
    both = [weak.pk, mild.pk]
    with pytest.raises(NotOfThis):
        brainstorms.choose_shown(s.row, actor=ben, among=both, chosen=both)
    assert Room(s.row, s.eva, leads=False).shown == []
    brainstorms.choose_shown(s.row, actor=ben, among=both, chosen=[mild.pk])
    brainstorms.choose_shown(s.row, actor=ada, among=[weak.pk], chosen=[weak.pk])
    assert set(Room(s.row, s.eva, leads=False).shown) == {"La única llave", "¿Y si llueve?"}
    brainstorms.choose_shown(s.row, actor=ada, among=both, chosen=[])
    with pytest.raises(NotOfThis):
        brainstorms.choose_shown(s.row, actor=ada, among=[], chosen=[uuid.uuid4()])
    assert not s.row.shown.exists()


def test_everybody_votes_in_an_order_of_their_own(brand: Brand, ada: User) -> None:
    s = storm(brand, ada)
    for i in range(8):
        s.write(s.eva, f"idea {i}", i)
    s.go_to(Phase.GROUPING, Phase.VOTING)

    def order(who: Participant) -> list[uuid.UUID]:
        return [asked.group.head.pk for asked in Room(s.row, who, leads=False).ballot(1)]

    assert order(s.eva) == order(s.eva)
    assert order(s.eva) != order(s.leo)
    assert set(order(s.eva)) == set(order(s.leo))


def test_words_and_names_lie_sealed(brand: Brand, ada: User) -> None:
    s = storm(brand, ada, question="marker-question?")
    brainstorms.join(s.row, name="marker-name", at=NOW)
    s.write(s.eva, "marker-idea")
    with connection.cursor() as cursor:
        for table in ("brainstorm", "participant", "idea"):
            cursor.execute(f"SELECT * FROM whatifs_{table}")
            held = b"".join(
                bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
                for line in cursor.fetchall()
                for v in line
            )
            assert b"marker-" not in held
