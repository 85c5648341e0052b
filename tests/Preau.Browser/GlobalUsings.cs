global using Microsoft.Playwright;
global using Preau.Browser.Cast;
global using Preau.Tests.Cast;
global using Xunit;
global using static Microsoft.Playwright.Assertions;
