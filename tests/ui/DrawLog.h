// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A paint device on which each stroke becomes a line of words: shape, colours and text. Where it
// lies is said too if that is asked for, and only there: most places depend on the fonts.

#include <QtCore/QStringList>
#include <QtGui/QPaintDevice>
#include <QtGui/QPaintEngine>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

namespace test {

class DrawLog final : public QPaintDevice {
public:
    explicit DrawLog(QSize size, bool places = false)
        : size_(size)
        , engine_(places)
    { }

    [[nodiscard]] const QStringList &lines() const { return engine_.lines; }
    [[nodiscard]] QPaintEngine *paintEngine() const override { return &engine_; }

protected:
    int metric(PaintDeviceMetric metric) const override
    {
        switch (metric) {
        case PdmWidth:
            return size_.width();
        case PdmHeight:
            return size_.height();
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return 96;
        case PdmDepth:
            return 32;
        case PdmDevicePixelRatio:
            return 1;
        case PdmDevicePixelRatioScaled:
            return int(devicePixelRatioFScale());
        default:
            return QPaintDevice::metric(metric);
        }
    }

private:
    class Engine final : public QPaintEngine {
    public:
        explicit Engine(bool places)
            : QPaintEngine(AllFeatures)
            , places_(places)
        { }

        bool begin(QPaintDevice *) override { return true; }
        bool end() override { return true; }
        Type type() const override { return User; }
        void updateState(const QPaintEngineState &) override { }
        void drawPath(const QPainterPath &path) override
        {
            note("path", path.boundingRect(), QString::number(path.elementCount()));
        }
        void drawRects(const QRectF *rects, int count) override
        {
            for (int i = 0; i < count; ++i)
                note("rect", rects[i]);
        }
        void drawLines(const QLineF *drawn, int count) override
        {
            for (int i = 0; i < count; ++i)
                note("line", QRectF(drawn[i].p1(), drawn[i].p2()));
        }
        void drawEllipse(const QRectF &rect) override { note("ellipse", rect); }
        void drawPolygon(const QPointF *points, int count, PolygonDrawMode mode) override
        {
            QPolygonF polygon;
            QString all;
            for (int i = 0; i < count; ++i) {
                polygon << points[i];
                all += word(points[i].x()) + u',' + word(points[i].y()) + u' ';
            }
            note(mode == PolylineMode ? "polyline" : "polygon", polygon.boundingRect(),
                 places_ ? all.trimmed() : QString::number(count));
        }
        void drawPixmap(const QRectF &rect, const QPixmap &, const QRectF &) override
        {
            note("pixmap", rect);
        }
        void drawImage(const QRectF &rect, const QImage &image, const QRectF &,
                       Qt::ImageConversionFlags) override
        {
            QStringList colours; // in the order in which they first stand there
            for (int x = 0; x < image.width(); ++x) {
                const QString name = image.pixelColor(x, 0).name(QColor::HexArgb);
                if (!colours.contains(name))
                    colours << name;
            }
            note("image", rect, colours.join(u' '));
        }
        void drawTextItem(const QPointF &at, const QTextItem &item) override
        {
            lines << QStringLiteral("text '%1' %2%3")
                         .arg(item.text(), state->pen().color().name(QColor::HexArgb),
                              state->opacity() < 1 ? QStringLiteral(" faded") : QString());
            Q_UNUSED(at)
        }

        QStringList lines;

    private:
        static QString word(double value) { return QString::number(value, 'f', 1); }
        void note(const char *shape, const QRectF &rect, const QString &more = {})
        {
            QString line = QLatin1String(shape);
            const QPen pen = state->pen();
            if (pen.style() != Qt::NoPen)
                line += QStringLiteral(" pen %1 %2 %3")
                            .arg(pen.color().name(QColor::HexArgb))
                            .arg(pen.widthF())
                            .arg(int(pen.style()));
            if (state->brush().style() != Qt::NoBrush)
                line += QStringLiteral(" filled ") + state->brush().color().name(QColor::HexArgb);
            if (state->opacity() < 1)
                line += QStringLiteral(" faded");
            if (state->renderHints().testFlag(QPainter::Antialiasing))
                line += QStringLiteral(" smooth");
            if (places_)
                line += QStringLiteral(" at %1,%2 %3x%4")
                            .arg(word(rect.x()), word(rect.y()), word(rect.width()),
                                 word(rect.height()));
            if (!more.isEmpty())
                line += u' ' + more;
            lines << line;
        }

        bool places_;
    };

    QSize size_;
    mutable Engine engine_;
};

} // namespace test
