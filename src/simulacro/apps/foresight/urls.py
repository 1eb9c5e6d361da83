from django.urls import path

from simulacro.apps.foresight.views import files, matrix

app_name = "foresight"
urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("files/", files.files, name="files"),
    path("files/<slug:kind>.<slug:form>", files.take_out, name="take_out"),
    path("files/what-ifs/look/", files.look_at_what_ifs, name="look_at_what_ifs"),
    path("files/what-ifs/keep/", files.bring_in_what_ifs, name="bring_in_what_ifs"),
    path("files/factors/look/", files.look_at_factors, name="look_at_factors"),
    path("files/factors/keep/", files.keep_factors, name="keep_factors"),
    path("files/factors/usual/", files.usual_factors, name="usual_factors"),
]
