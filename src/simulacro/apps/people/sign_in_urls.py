"""Addresses whose names allauth knows; sign-up and e-mail management are left out."""

from allauth.account import views as allauth
from django.urls import include, path

from simulacro.apps.people.views import entrance

urlpatterns = [
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("sign-in/inactive/", allauth.account_inactive, name="account_inactive"),
    path("account/confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("account/password/", allauth.password_change, name="account_change_password"),
    path("account/password/set/", allauth.password_set, name="account_set_password"),
    path("account/factors/", include("allauth.mfa.urls")),
]
