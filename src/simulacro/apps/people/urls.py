from django.urls import path

from simulacro.apps.people.views import (
    account,
    agencies,
    brand,
    entrance,
    log,
    lost_password,
    members,
)

app_name = "people"
urlpatterns = [
    path("enter/<str:token>/", entrance.enter, name="enter"),
    path("welcome/", entrance.welcome, name="welcome"),
    path("join/<str:token>/", entrance.join, name="join"),
    path("sign-in/lost/", lost_password.lost_password, name="lost_password"),
    path("account/password/new/", lost_password.new_password, name="new_password"),
    path("account/", account.account, name="account"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/second-factor/done/", account.second_factor_done, name="second_factor_done"),
    path("account/second-factor/again/", account.confirm_second_factor, name="second_factor_again"),
    path("account/sessions/end/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/erase/", account.erase_me, name="erase_me"),
    path("brands/", members.brands, name="brands"),
    path("a/<uuid:agency>/", agencies.agency, name="agency"),
    path("a/<uuid:agency>/look/", agencies.look, name="agency_look"),
    path("a/<uuid:agency>/look/logo/", agencies.logo, name="agency_logo"),
    path("a/<uuid:agency>/offer/", agencies.make_offer, name="make_offer"),
    path("a/<uuid:agency>/attach/", agencies.attach_own, name="attach_own"),
    path("a/<uuid:agency>/log/", log.agency_log, name="agency_log"),
    path("a/<uuid:agency>/people/", members.agency_members, name="agency_members"),
    path(
        "a/<uuid:agency>/people/<uuid:member>/role/",
        members.agency_change_role,
        name="agency_change_role",
    ),
    path(
        "a/<uuid:agency>/people/<uuid:member>/remove/",
        members.agency_remove_member,
        name="agency_remove_member",
    ),
    path(
        "a/<uuid:agency>/invitations/<uuid:invitation>/revoke/",
        members.agency_revoke_invitation,
        name="agency_revoke_invitation",
    ),
    path("offer/<str:token>/", agencies.offer, name="offer"),
    path("b/<slug:brand>/about/", brand.brand, name="brand"),
    path("b/<slug:brand>/log/", log.log, name="log"),
    path("b/<slug:brand>/people/", members.members, name="members"),
    path("b/<slug:brand>/people/<uuid:member>/role/", members.change_role, name="change_role"),
    path(
        "b/<slug:brand>/people/<uuid:member>/remove/", members.remove_member, name="remove_member"
    ),
    path(
        "b/<slug:brand>/invitations/<uuid:invitation>/revoke/",
        members.revoke_invitation,
        name="revoke_invitation",
    ),
]
