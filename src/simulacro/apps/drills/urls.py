from django.urls import path

from simulacro.apps.drills.views import calendar, cases, micro, own_cases, table

app_name = "drills"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("cases/<str:key>/", cases.case, name="case"),
    path("cases/<str:key>/begin/", cases.begin, name="begin"),
    path("cases/<str:key>/copy/", own_cases.copy, name="copy_case"),
    path("cases/<str:key>/out/<str:form>", own_cases.take_out, name="take_case_out"),
    path("own/write/", own_cases.write, name="write_case"),
    path("own/bring-in/", own_cases.bring_in, name="bring_case_in"),
    path("own/keep/", own_cases.keep, name="keep_case"),
    path("own/<uuid:own>/", own_cases.edit, name="edit_case"),
    path("own/<uuid:own>/set-aside/", own_cases.set_aside, name="set_case_aside"),
    path("own/<uuid:own>/bring-back/", own_cases.bring_back, name="bring_case_back"),
    path("micro/", micro.micro_list, name="micro_drills"),
    path("micro/<str:micro>/", micro.micro, name="micro"),
    path("micro/<str:micro>/finish/", micro.finish, name="finish_micro"),
    path("micro/<str:micro>/share/", micro.share, name="share_micro"),
    path("micro/<str:micro>/close/", micro.close_links, name="close_micro"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/uncovered/", calendar.uncovered, name="uncovered"),
    path("calendar/plan/", calendar.plan, name="plan"),
    path("calendar/wishes/", calendar.wishes, name="wishes"),
    path("calendar/pause/", calendar.set_pause, name="pause"),
    path("calendar/<uuid:drill>/", calendar.drill, name="planned"),
    path("table/<uuid:exercise>/", table.table, name="table"),
    path("table/<uuid:exercise>/screen/", table.screen, name="screen"),
    path("table/<uuid:exercise>/sit/", table.sit_down, name="sit_down"),
    path("table/<uuid:exercise>/invite/", table.invite, name="invite"),
    path("table/<uuid:exercise>/events", table.events, name="events"),
    path("table/<uuid:exercise>/say/<slug:what>/", table.say, name="say"),
]
