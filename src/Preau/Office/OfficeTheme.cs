using MudBlazor;

namespace Preau.Office;

/// <summary>MudBlazor wears the notebook: the same values as <c>common/tokens.css</c>, a test compares them.</summary>
public static class OfficeTheme
{
    /// <summary>The theme, light and dark.</summary>
    public static MudTheme Notebook { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Background = "#FBFAF7", Surface = "#FFFFFF", TextPrimary = "#1B1F24", TextSecondary = "#57606B", LinesDefault = "#D6DCE6",
            TableLines = "#D6DCE6", Divider = "#D6DCE6", Primary = "#1D4FA8", Error = "#A61B1B", Warning = "#7A4B00", Success = "#17653C", Info = "#3D3F99",
            ActionDefault = "#57606B", LinesInputs = "#57606B",
        },
        PaletteDark = new PaletteDark
        {
            Background = "#14171B", Surface = "#1D2127", TextPrimary = "#ECEFF3", TextSecondary = "#A9B3BF", LinesDefault = "#323944",
            TableLines = "#323944", Divider = "#323944", Primary = "#8DB4FF", PrimaryContrastText = "#14171B", Error = "#FF9C9C", Warning = "#FFC766",
            Success = "#7FD8A5", Info = "#B9BBFF", ActionDefault = "#A9B3BF", LinesInputs = "#A9B3BF",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px" },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"] } },
    };
}
