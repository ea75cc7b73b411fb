// Whether the program's menu is open, or drawn by the system. Not here: what stands in it.

export class MainMenu {
  isOpen = $state(false);
  isOfSystem = $state(false);
}
