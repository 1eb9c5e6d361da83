"""The address of a question asked of somebody else: under no brand, for it names none."""

from django.urls import path

from simulacro.apps.audit.views import check_link

app_name = "audit_question"
urlpatterns = [path("<str:token>/", check_link.answer, name="answer")]
