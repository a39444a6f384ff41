"""Our addresses, and the bare ones beside them."""

from django.urls import include, path

from . import base

urlpatterns = [
    path("bare/list/", base.bare_list, name="bare-list"),
    path("bare/page/", base.bare_page, name="bare-page"),
    path("bare/form/<str:name>/", base.bare_form, name="bare-form"),
    path("", include("peersupport.urls")),
]
