"""What we promised a woman at Send: the day by which she hears from us."""

from django.db import models


class Promised(models.Model):
    """Columns of an introduction. The days are worked out once, as it comes: what she was told
    stays what we said, whatever her group changes afterwards."""

    # Empty where she gets in touch herself: there is nothing for us to keep.
    reply_by = models.DateField(null=True)
    # The working day after it: from then on a second person is asked to help.
    late_from = models.DateField(null=True)
    # 0 nobody was nudged; 1 whoever answers for her; 2 a second person as well.
    nudged = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
