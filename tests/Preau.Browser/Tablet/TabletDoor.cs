namespace Preau.Browser.Tablet;

/// <summary>Ways into the tablet's page for its own tests.</summary>
internal static class TabletDoor
{
    /// <summary>The page, opened, and the address of the folder of its modules.</summary>
    public static async Task<(IPage Page, string Modules)> Modules(this Stage stage, IBrowserContext machine)
    {
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        var app = await page.EvaluateAsync<string>("document.querySelector('script[type=module]').src");
        return (page, app[..(app.LastIndexOf('/') + 1)]);
    }

    /// <summary>Opens the roll of a class at the hour that the page proposes: the one it opens at again.</summary>
    public static async Task PickClass(this IPage page, string group)
    {
        await page.Locator($"[data-class='{group}']").First.ClickAsync();
        await page.Locator("[data-pupil]").First.WaitForAsync();
    }

    /// <summary>Another tab takes a newer page: told until this one, which may still be starting behind its picture, has heard it.</summary>
    public static Task Newer(this IPage page) => page.EvaluateAsync("""
        async () => {
          for (let i = 0; i < 600; i++) {
            navigator.serviceWorker.dispatchEvent(new Event('controllerchange'));
            await new Promise(r => setTimeout(r, 50));
            if ([...document.querySelectorAll('.notice')].some(n => n.textContent.includes('version'))) return;
          }
          throw new Error('no newer page was told');
        }
        """);
}
