from amdesk.services.work import Work


class Retention:
    def __init__(self, work: Work) -> None:
        self.work = work
