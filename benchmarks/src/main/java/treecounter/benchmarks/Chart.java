package treecounter.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** A plot of bars. */
final class Chart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final Color[] COLOURS = {
        new Color(0x2a, 0x78, 0x55), new Color(0xd9, 0x8a, 0x1f), new Color(0x4a, 0x6f, 0xa5)
    };

    private final JFreeChart chart;

    private Chart(JFreeChart chart) {
        this.chart = chart;
    }

    /** Bars side by side; values that lie far apart stand on a logarithmic axis. */
    static Chart bars(String title, String unit, Map<String, Map<String, Double>> groups) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        groups.forEach(
                (group, bars) -> bars.forEach((bar, value) -> data.addValue(value, group, bar)));
        JFreeChart chart =
                ChartFactory.createBarChart(
                        title, null, unit, data, PlotOrientation.HORIZONTAL, true, false, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getCategoryPlot().setBackgroundPaint(Color.WHITE);
        chart.getCategoryPlot().setRangeGridlinePaint(Color.LIGHT_GRAY);
        NumberAxis axis = (NumberAxis) chart.getCategoryPlot().getRangeAxis();
        if (unit.contains("logarithmic")) {
            LogAxis log = new LogAxis(unit);
            log.setNumberFormatOverride(java.text.NumberFormat.getIntegerInstance());
            log.setSmallestValue(1);
            chart.getCategoryPlot().setRangeAxis(log);
        } else {
            axis.setLowerBound(0);
        }
        BarRenderer renderer = (BarRenderer) chart.getCategoryPlot().getRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        for (int i = 0; i < COLOURS.length; i++) {
            renderer.setSeriesPaint(i, COLOURS[i]);
        }
        return new Chart(chart);
    }

    void save(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        ChartUtils.saveChartAsPNG(file.toFile(), chart, WIDTH, HEIGHT);
        System.out.println("Drawn: " + file);
    }
}
