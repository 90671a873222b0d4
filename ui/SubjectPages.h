// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parts of the Inspector that belong to sessions, loops and warnings: above the tabs the
// histogram of a load, limits with their verdicts, and where one can go; in tabs what a warning
// means, what keeps a loop running, the options of a session and its command line. A part that has
// nothing to say is hidden. Main thread; its widgets belong to the Inspector.

#include "models/Inspected.h"

#include <QtCore/QObject>

class QLabel;
class QTabWidget;
class QVBoxLayout;

namespace ui {

class FactsView;
class LatencyPicture;
class LinkLabel;
class Theme;

class SubjectPages final : public QObject {
    Q_OBJECT
public:
    // Adds what is above the tabs to `top`, and pages to `tabs`.
    SubjectPages(const Theme &theme, QVBoxLayout &top, QTabWidget &tabs);

    void refresh(const models::Inspected &shown);
    [[nodiscard]] LatencyPicture &picture() const { return *picture_; }
    [[nodiscard]] LinkLabel &links() const { return *links_; }

Q_SIGNALS:
    void picked(const models::Reference &goal); // a click, or Return, on one of the links

private:
    QWidget *addPage(QTabWidget &tabs, const QString &name, const QList<QWidget *> &parts);
    void refreshLimits(const models::Inspected &shown);
    void refreshLinks(const models::Inspected &shown);
    void refreshHoldings(const QList<models::Holding> &holdings);

    const Theme &theme_;
    QTabWidget &tabs_;
    LatencyPicture *picture_;
    QList<QLabel *> limits_;
    QVBoxLayout *limitLines_;
    QLabel *linksTitle_;
    LinkLabel *links_;
    QList<models::Reference> goals_;
    QLabel *meaning_;
    QLabel *mendingTitle_;
    QLabel *mending_;
    QLabel *holdings_;
    FactsView *options_;
    QLabel *command_;
    QWidget *meaningPage_;
    QWidget *holdingsPage_;
    QWidget *optionsPage_;
    QWidget *commandPage_;
};

} // namespace ui
