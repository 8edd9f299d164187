"""The demo school: two classes, their families and staff, and six events with photos in every state, over the past eight weeks.

Only the pictures are drawn. Everything else went through the operations and the worker, by a clock that begins eight weeks ago.
"""

from collections.abc import Callable

from app.demo import albums, answers, register, story
from app.demo.rehearsed import the_play_on_film
from app.demo.reviewing import upload
from app.demo.stage import Stage
from app.jobs.workshop import Workshop


def open_demo(shop: Workshop, looked_at: Callable[[], None] = lambda: None, width: int = 1600) -> None:
    """Open the demo school in an empty registry; `looked_at` is called for each of its `albums.PHOTOS` photos, `width` pixels wide.

    Raises `Conflict` where there is a school already.
    """
    stage = Stage.of(shop, looked_at, width)
    register.open_school(stage)
    register.enter_people(stage)
    answers.ask_everybody(stage)
    register.learn_faces(stage)
    _event(stage, albums.CLASS_PHOTOS)
    story.one_class_photo_too_many(stage)
    _event(stage, albums.SPORTS_DAY)
    story.news_of_the_sports_day(stage)
    _event(stage, albums.MUSEUM)
    story.news_of_the_museum(stage)
    story.some_speak_and_some_go(stage)
    story.social_media_is_reworded(stage)
    story.social_media_again(stage)
    story.jasper_withdraws(stage)
    _event(stage, albums.PLAY)
    the_play_on_film(stage)
    story.doubts_about_the_play(stage)
    story.a_night(stage)
    _event(stage, albums.WRITER)
    story.news_of_the_writer(stage)
    story.second_thoughts(stage)
    story.today(stage)
    upload(stage, albums.OPEN_DAY)
    stage.worker.sign()


def _event(stage: Stage, event: albums.Event) -> None:
    stage.clock.days_ago(event.days_ago, 15)
    upload(stage, event)
