from django.urls import URLPattern

app_name = "whatifs"
urlpatterns: list[URLPattern] = []
