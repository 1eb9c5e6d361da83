"""The address of a weak point put before the client: under no brand, for it names none."""

from django.urls import path

from simulacro.apps.audit.views import acceptances

app_name = "audit_acceptance"
urlpatterns = [path("<str:token>/", acceptances.answer, name="answer")]
