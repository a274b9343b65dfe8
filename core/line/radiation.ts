/** Stefan–Boltzmann constant, W/(m²·K⁴) (CODATA 2018). */
export const stefanBoltzmann = 5.670374419e-8
