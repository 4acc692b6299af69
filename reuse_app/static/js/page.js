// Behaviour that any page may use, bound by data- attributes.
document.documentElement.classList.add("js");
