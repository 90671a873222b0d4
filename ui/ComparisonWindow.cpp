// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ComparisonWindow.h"

#include "ui/CheckBox.h"
#include "ui/InEveryLanguage.h"
#include "ui/PlainLabel.h"
#include "ui/Theme.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTreeWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

constexpr int DiffersRole = Qt::UserRole;

} // namespace

ComparisonWindow::ComparisonWindow(const Theme &theme, const models::RunFigures &first,
                                   const models::RunFigures &second, QWidget *parent)
    : Dialog(parent)
    , theme_(theme)
    , first_(first)
    , second_(second)
{
    setAttribute(Qt::WA_DeleteOnClose);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    connect(&theme, &Theme::changed, this, &ComparisonWindow::mark);
    inEveryLanguage(*this, [this] { build(); });
    const int line = fontMetrics().height();
    resize(60 * line, 34 * line);
}

void ComparisonWindow::build()
{
    const bool onlyDifferences = onlyDifferences_ && onlyDifferences_->isChecked();
    takeAway(body_);
    body_ = new QWidget(this);
    tree_ = new QTreeWidget(body_);
    onlyDifferences_ = new CheckBox(tr("Only what &differs"), body_);
    setWindowTitle(tr("Comparison of two recordings"));
    const models::Comparison comparison(first_, second_);
    auto *column = new QVBoxLayout(body_);
    auto *paths = new PlainLabel(tr("first: %1\nsecond: %2").arg(first_.path, second_.path), body_);
    paths->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    paths->setWordWrap(true);
    tree_->setAccessibleName(tr("Figures of both recordings, side by side"));
    tree_->setHeaderLabels({tr("Figure"), tr("First"), tr("Second"), tr("Change"), tr("Meaning")});
    for (const int number : {First, Second, Change})
        tree_->headerItem()->setTextAlignment(number, Qt::AlignRight | Qt::AlignVCenter);
    tree_->setUniformRowHeights(true);
    fill(comparison.sections());
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, body_);
    auto *copy = buttons->addButton(tr("Co&py as text"), QDialogButtonBox::ActionRole);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this,
            [text = comparison.text()] { QGuiApplication::clipboard()->setText(text); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(onlyDifferences_, &QCheckBox::toggled, this, &ComparisonWindow::hideEqual);
    for (QWidget *part : std::initializer_list<QWidget *> {paths, onlyDifferences_, tree_, buttons})
        column->addWidget(part);
    layout()->addWidget(body_);
    mark();
    onlyDifferences_->setChecked(onlyDifferences);
    tree_->setFocus();
}

void ComparisonWindow::fill(const QList<models::Comparison::Section> &sections)
{
    for (const models::Comparison::Section &section : sections) {
        auto *title = new QTreeWidgetItem(tree_, {section.title});
        title->setFirstColumnSpanned(true);
        QFont bold = title->font(Name);
        bold.setWeight(QFont::DemiBold);
        title->setFont(Name, bold);
        title->setExpanded(true);
        if (section.rows.isEmpty())
            new QTreeWidgetItem(title, {tr("none in either")});
        for (const models::Comparison::Row &row : section.rows) {
            // Not by colour alone.
            const QString change
                = row.differs ? (QStringLiteral("! ") + row.change).trimmed() : row.change;
            auto *item = new QTreeWidgetItem(
                title, {row.name, row.first, row.second, change, row.meaning});
            item->setData(Name, DiffersRole, row.differs);
            for (const int number : {First, Second, Change})
                item->setTextAlignment(number, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    for (const int each : {Name, First, Second, Change})
        tree_->resizeColumnToContents(each);
    // A long name or sentence leaves room for the figures: all four columns are seen at once.
    const int character = fontMetrics().averageCharWidth();
    for (const auto &[column, most] :
         {std::pair(Name, 32), std::pair(First, 18), std::pair(Second, 18)})
        tree_->setColumnWidth(column, std::min(tree_->columnWidth(column), most * character));
}

// In the colours of the theme.
void ComparisonWindow::mark()
{
    for (QTreeWidgetItemIterator it(tree_); *it; ++it) {
        const bool differs = (*it)->data(Name, DiffersRole).toBool();
        for (const int each : {First, Second, Change})
            (*it)->setForeground(each, differs ? theme_.tokens().warning : theme_.tokens().text);
    }
}

void ComparisonWindow::hideEqual(bool hide)
{
    for (QTreeWidgetItemIterator it(tree_); *it; ++it) {
        if ((*it)->parent())
            (*it)->setHidden(hide && !(*it)->data(Name, DiffersRole).toBool());
    }
}

} // namespace ui
