"""What can be done about people, one verb each; nothing else changes their state."""

from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.apps.people.services.account import (
    choose_language,
    choose_password,
    end_other_sessions,
    rename_person,
    reset_second_factor,
    second_factor_added,
    second_factor_removed,
)
from simulacro.apps.people.services.agencies import (
    accept_offer,
    attach_own_brand,
    choose_look,
    offer_to_look_after,
    open_offer,
)
from simulacro.apps.people.services.erasure import erase_person
from simulacro.apps.people.services.first_run import (
    create_first_person,
    is_welcome_token,
    make_welcome_link,
    nobody_yet,
)
from simulacro.apps.people.services.invitations import (
    accept_invitation,
    invite_member,
    join_as_new_person,
    open_invitation,
    reopen_invitation,
    revoke_invitation,
)
from simulacro.apps.people.services.members import (
    LastOwner,
    add_member,
    change_role,
    remove_member,
    start_agency,
    start_brand,
)
from simulacro.apps.people.services.sign_in_links import (
    find_sign_in_link,
    make_sign_in_link,
    use_sign_in_link,
)

__all__ = [
    "LastOwner",
    "LinkSpent",
    "accept_invitation",
    "accept_offer",
    "add_member",
    "attach_own_brand",
    "change_role",
    "choose_language",
    "choose_look",
    "choose_password",
    "create_first_person",
    "end_other_sessions",
    "erase_person",
    "find_sign_in_link",
    "invite_member",
    "is_welcome_token",
    "join_as_new_person",
    "make_sign_in_link",
    "make_welcome_link",
    "nobody_yet",
    "offer_to_look_after",
    "open_invitation",
    "open_offer",
    "remove_member",
    "rename_person",
    "reopen_invitation",
    "reset_second_factor",
    "revoke_invitation",
    "second_factor_added",
    "second_factor_removed",
    "start_agency",
    "start_brand",
    "use_sign_in_link",
]
