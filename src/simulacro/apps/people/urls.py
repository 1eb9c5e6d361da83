from django.urls import path

from simulacro.apps.people.views import account, entrance, log, members

app_name = "people"
urlpatterns = [
    path("enter/<str:token>/", entrance.enter, name="enter"),
    path("welcome/", entrance.welcome, name="welcome"),
    path("join/<str:token>/", entrance.join, name="join"),
    path("account/", account.account, name="account"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/second-factor/again/", account.confirm_second_factor, name="second_factor_again"),
    path("account/sessions/end/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/erase/", account.erase_me, name="erase_me"),
    path("brands/", members.brands, name="brands"),
    path("a/<uuid:agency>/", members.agency, name="agency"),
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
